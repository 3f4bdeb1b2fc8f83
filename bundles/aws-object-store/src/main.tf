locals {
  name = var.md_metadata.name_prefix

  actions = {
    read  = ["s3:GetObject", "s3:ListBucket"]
    write = ["s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:DeleteObject"]
  }
}

resource "aws_s3_bucket" "main" {
  bucket = local.name
}

resource "aws_s3_bucket_public_access_block" "main" {
  bucket                  = aws_s3_bucket.main.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "main" {
  bucket = aws_s3_bucket.main.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
    bucket_key_enabled = true
  }
}

resource "aws_s3_bucket_versioning" "main" {
  bucket = aws_s3_bucket.main.id

  versioning_configuration {
    status = var.versioning ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "main" {
  count  = var.retention.archive_after_days == null && var.retention.expire_after_days == null ? 0 : 1
  bucket = aws_s3_bucket.main.id

  rule {
    id     = "retention"
    status = "Enabled"
    filter {}

    dynamic "transition" {
      for_each = var.retention.archive_after_days[*]
      content {
        days          = transition.value
        storage_class = "GLACIER_IR"
      }
    }

    dynamic "expiration" {
      for_each = var.retention.expire_after_days[*]
      content {
        days = expiration.value
      }
    }
  }
}

resource "aws_iam_policy" "access" {
  for_each = local.actions
  name     = "${local.name}-${each.key}"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = each.value
      Resource = [aws_s3_bucket.main.arn, "${aws_s3_bucket.main.arn}/*"]
    }]
  })
}

output "bucket" {
  value = {
    data = {
      infrastructure = {
        arn = aws_s3_bucket.main.arn
      }
      security = {
        iam = { for name, policy in aws_iam_policy.access : name => { policy_arn = policy.arn } }
      }
    }
    specs = {
      aws = { region = var.region }
    }
  }
}
