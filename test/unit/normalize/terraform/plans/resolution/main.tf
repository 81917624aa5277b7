variable "use_key" {
  type    = bool
  default = false
}

variable "given_key" {
  type    = string
  default = null
}

variable "names" {
  type    = map(object({ retention = number }))
  default = { one = { retention = 30 }, two = { retention = 365 } }
}

locals {
  key = aws_kms_key.k.arn
}

resource "aws_kms_key" "k" {}

resource "aws_kms_key" "none" {
  count = 0
}

# Nothing written: the provider decides.
resource "aws_efs_file_system" "omitted" {}

# null on a computed attribute is unknown in the plan and means "not given".
resource "aws_efs_file_system" "null_literal" {
  encrypted  = true
  kms_key_id = null
}

resource "aws_efs_file_system" "conditional" {
  encrypted  = true
  kms_key_id = var.use_key ? aws_kms_key.k.arn : null
}

resource "aws_efs_file_system" "via_null_variable" {
  encrypted  = true
  kms_key_id = var.given_key
}

resource "aws_efs_file_system" "via_local" {
  encrypted  = true
  kms_key_id = local.key
}

resource "aws_efs_file_system" "direct" {
  encrypted  = true
  kms_key_id = aws_kms_key.k.arn
}

resource "aws_efs_file_system" "counted_away" {
  encrypted  = true
  kms_key_id = one(aws_kms_key.none[*].arn)
}

resource "aws_efs_file_system" "coalesced" {
  encrypted  = true
  kms_key_id = coalesce(aws_kms_key.k.arn, aws_kms_key.k.key_id)
}

resource "aws_cloudwatch_log_group" "each" {
  for_each          = var.names
  name              = "/assay/${each.key}"
  retention_in_days = each.value.retention
}

# Chained for_each: each.value is an instance of the other resource.
resource "aws_cloudwatch_log_metric_filter" "chained" {
  for_each       = aws_cloudwatch_log_group.each
  name           = each.key
  pattern        = "ERROR"
  log_group_name = each.value.id
  metric_transformation {
    name      = "errors"
    namespace = "assay"
    value     = "1"
  }
}

resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_security_group" "static" {
  vpc_id = aws_vpc.v.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.v.cidr_block]
  }
  ingress {
    from_port       = 22
    to_port         = 22
    protocol        = "tcp"
    security_groups = [aws_security_group.dynamic_known.id]
  }
}

resource "aws_security_group" "dynamic_known" {
  vpc_id = aws_vpc.v.id
  dynamic "ingress" {
    for_each = [80, 443]
    content {
      from_port       = ingress.value
      to_port         = ingress.value
      protocol        = "tcp"
      security_groups = [aws_security_group.none.id]
    }
  }
}

resource "aws_security_group" "dynamic_unknown" {
  vpc_id = aws_vpc.v.id
  dynamic "ingress" {
    for_each = [for c in aws_vpc.v.ipv6_cidr_block[*] : c]
    content {
      from_port        = 80
      to_port          = 80
      protocol         = "tcp"
      ipv6_cidr_blocks = [ingress.value]
    }
  }
}

resource "aws_security_group" "none" {
  vpc_id = aws_vpc.v.id
}

resource "aws_dynamodb_table" "dynamic_block" {
  name         = "assay"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
  dynamic "server_side_encryption" {
    for_each = aws_vpc.v.ipv6_cidr_block[*]
    content {
      enabled = true
    }
  }
}

resource "aws_db_instance" "write_only" {
  identifier          = "assay-wo"
  engine              = "postgres"
  instance_class      = "db.t3.micro"
  allocated_storage   = 20
  username            = "assay"
  password_wo         = "not-shown-anywhere"
  password_wo_version = 1
  skip_final_snapshot = true
}

resource "aws_sns_topic" "tagged" {
  tags = {
    data-class = "personal"
    vpc        = aws_vpc.v.id
  }
}
