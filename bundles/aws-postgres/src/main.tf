locals {
  name     = var.md_metadata.name_prefix
  username = "app"
  vpc      = var.vpc.data.infrastructure

  # arn:aws:ec2:REGION:ACCOUNT:vpc/ID
  region = split(":", local.vpc.arn)[3]
  vpc_id = split("/", local.vpc.arn)[1]
}

resource "random_password" "app" {
  length  = 32
  special = false
}

resource "aws_db_subnet_group" "main" {
  name       = local.name
  subnet_ids = [for subnet in local.vpc.internal_subnets : split("/", subnet.arn)[1]]
}

resource "aws_security_group" "main" {
  name        = local.name
  description = "PostgreSQL from within the VPC"
  vpc_id      = local.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "postgresql" {
  security_group_id = aws_security_group.main.id
  description       = "PostgreSQL"
  cidr_ipv4         = local.vpc.cidr
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
}

resource "aws_db_parameter_group" "main" {
  name   = local.name
  family = "postgres${var.engine_version}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_db_instance" "main" {
  identifier     = local.name
  engine         = "postgres"
  engine_version = var.engine_version
  instance_class = var.instance_class

  db_name  = var.database
  username = local.username
  password = random_password.app.result

  storage_type          = "gp3"
  storage_encrypted     = true
  allocated_storage     = var.storage.gigabytes
  max_allocated_storage = var.storage.grow_to_gigabytes

  multi_az                = var.availability.standby
  backup_retention_period = var.availability.backup_days
  copy_tags_to_snapshot   = true

  db_subnet_group_name   = aws_db_subnet_group.main.name
  parameter_group_name   = aws_db_parameter_group.main.name
  vpc_security_group_ids = [aws_security_group.main.id]

  deletion_protection       = var.protected
  skip_final_snapshot       = !var.protected
  final_snapshot_identifier = var.protected ? "${local.name}-final" : null
}

output "authentication" {
  sensitive = true
  value = {
    data = {
      authentication = {
        username = local.username
        password = random_password.app.result
        hostname = aws_db_instance.main.address
        port     = aws_db_instance.main.port
        database = var.database
      }
      infrastructure = {
        arn = aws_db_instance.main.arn
      }
      security = {
        network = {
          postgresql = {
            arn      = aws_security_group.main.arn
            port     = 5432
            protocol = "tcp"
          }
        }
      }
    }
    specs = {
      aws = { region = local.region }
      rdbms = {
        engine         = "postgresql"
        engine_version = aws_db_instance.main.engine_version_actual
        version        = var.engine_version
      }
    }
  }
}
