variable "account" {
  type    = string
  default = "123456789012"
}

resource "aws_s3_bucket" "named" {
  bucket = "assay-named"
}

resource "aws_s3_bucket" "generated" {
  bucket_prefix = "assay-"
}

resource "aws_iam_role" "known" {
  name = "known"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }
  })
  inline_policy {
    name   = "inline"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:*"], Resource = "*" }] })
  }
}

data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Shared"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.generated.arn]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "deferred" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  statement {
    sid     = "Mine"
    effect  = "Deny"
    actions = ["s3:*"]
    resources = [
      aws_s3_bucket.generated.arn,
      "arn:aws:s3:::assay-fixed/*",
    ]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
  statement {
    sid       = "Source"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.generated.arn}/*"]
    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [aws_s3_bucket.generated.arn]
    }
  }
}

data "aws_iam_policy_document" "known" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.account}:root"]
    }
  }
}

resource "aws_s3_bucket_policy" "deferred" {
  bucket = aws_s3_bucket.generated.id
  policy = data.aws_iam_policy_document.deferred.json
}

resource "aws_s3_bucket_policy" "encoded" {
  bucket = aws_s3_bucket.named.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.generated.arn}/*" }] })
}

resource "aws_kms_key" "known" {
  policy = data.aws_iam_policy_document.known.json
}

resource "aws_kms_key" "default" {}
