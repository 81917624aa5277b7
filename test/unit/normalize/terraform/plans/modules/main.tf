variable "kms_enabled" {
  type    = bool
  default = true
}

variable "db_password" {
  type      = string
  sensitive = true
  default   = "Sup3r-s3cret-fixture"
}

module "key" {
  source = "./key"
}

module "store" {
  source   = "./store"
  for_each = toset(["eu", "us"])
  name     = "assay-${each.key}"
  key_arn  = module.key.arn
}

module "plain" {
  source = "./store"
  name   = "assay-plain"
}

resource "aws_db_instance" "main" {
  identifier        = "assay-main"
  engine            = "postgres"
  instance_class    = "db.t3.micro"
  allocated_storage = 20
  username          = "assay"
  password          = var.db_password
  storage_encrypted = true
  kms_key_id        = module.key.arn
  skip_final_snapshot = true
}
