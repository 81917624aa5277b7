variable "name" {
  type = string
}

variable "key_arn" {
  type    = string
  default = null
}

variable "suffixes" {
  type    = set(string)
  default = ["a", "b"]
}

resource "aws_s3_bucket" "this" {
  for_each = var.suffixes
  bucket   = "${var.name}-${each.key}"
}

resource "aws_s3_bucket" "prefixed" {
  count         = 2
  bucket_prefix = "${var.name}-"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = var.suffixes
  bucket   = aws_s3_bucket.this[each.key].id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.key_arn
    }
  }
}

resource "aws_s3_bucket_versioning" "prefixed" {
  count  = 2
  bucket = aws_s3_bucket.prefixed[count.index].id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "first" {
  bucket                  = aws_s3_bucket.prefixed[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "last" {
  bucket = element(aws_s3_bucket.prefixed[*].id, 1)
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name       = var.name
  kms_key_id = var.key_arn
}
