resource "aws_kms_key" "k" {}

resource "aws_s3_bucket" "plain" {
  bucket = "assay-plain"
}

resource "aws_s3_bucket" "kms" {
  bucket_prefix = "assay-kms-"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "kms" {
  bucket = aws_s3_bucket.kms.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.k.arn
    }
  }
}

resource "aws_ebs_volume" "omitted" {
  availability_zone = "us-east-1a"
  size              = 1
}

resource "aws_ebs_volume" "off" {
  availability_zone = "us-east-1a"
  size              = 1
  encrypted         = false
}

resource "aws_launch_template" "mixed" {
  block_device_mappings {
    device_name = "/dev/sda1"
    ebs {
      encrypted  = true
      kms_key_id = aws_kms_key.k.arn
    }
  }
  block_device_mappings {
    device_name = "/dev/sdb"
    ebs {
      encrypted = false
    }
  }
  block_device_mappings {
    device_name  = "/dev/sdc"
    virtual_name = "ephemeral0"
  }
}

resource "aws_instance" "devices" {
  ami           = "ami-12345678"
  instance_type = "t3.micro"
  root_block_device {
    encrypted  = true
    kms_key_id = aws_kms_key.k.arn
  }
  ebs_block_device {
    device_name = "/dev/sdf"
    encrypted   = true
    kms_key_id  = aws_kms_key.k.arn
  }
  ebs_block_device {
    device_name = "/dev/sdg"
    encrypted   = true
  }
}

resource "aws_db_instance" "off" {
  identifier          = "assay-off"
  engine              = "postgres"
  instance_class      = "db.t3.micro"
  allocated_storage   = 20
  username            = "assay"
  password            = "fixture-password"
  skip_final_snapshot = true
}

resource "aws_db_instance" "replica" {
  identifier          = "assay-replica"
  instance_class      = "db.t3.micro"
  replicate_source_db = aws_db_instance.off.arn
  skip_final_snapshot = true
}

resource "aws_rds_cluster" "aurora" {
  cluster_identifier  = "assay-aurora"
  engine              = "aurora-postgresql"
  master_username     = "assay"
  master_password     = "fixture-password"
  skip_final_snapshot = true
}

resource "aws_dynamodb_table" "plain" {
  name         = "assay-plain"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "kms" {
  name         = "assay-kms"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.k.arn
  }
}

resource "aws_sqs_queue" "plain" {}

resource "aws_sqs_queue" "off" {
  sqs_managed_sse_enabled = false
}

resource "aws_sqs_queue" "alias" {
  kms_master_key_id = "alias/aws/sqs"
}

resource "aws_sns_topic" "key_id" {
  kms_master_key_id = aws_kms_key.k.key_id
}

resource "aws_elasticache_replication_group" "redis" {
  replication_group_id = "assay-redis"
  description          = "redis"
  engine               = "redis"
  node_type            = "cache.t3.micro"
}

resource "aws_elasticache_replication_group" "on" {
  replication_group_id       = "assay-on"
  description                = "valkey"
  engine                     = "valkey"
  node_type                  = "cache.t3.micro"
  at_rest_encryption_enabled = true
}

resource "aws_eks_cluster" "old" {
  name     = "assay-old"
  version  = "1.27"
  role_arn = "arn:aws:iam::123456789012:role/eks"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "aws_eks_cluster" "keyed" {
  name     = "assay-keyed"
  role_arn = "arn:aws:iam::123456789012:role/eks"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = aws_kms_key.k.arn
    }
  }
}

resource "aws_opensearch_domain" "plain" {
  domain_name = "assay"
}

resource "aws_kinesis_stream" "plain" {
  name        = "assay"
  shard_count = 1
}

resource "aws_ecr_repository" "kms" {
  name = "assay"
  encryption_configuration {
    encryption_type = "KMS"
  }
}

resource "aws_redshift_cluster" "plain" {
  cluster_identifier  = "assay"
  node_type           = "ra3.large"
  master_username     = "assay"
  master_password     = "Fixture-passw0rd"
  skip_final_snapshot = true
}
