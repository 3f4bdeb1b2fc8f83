locals {
  name      = var.md_metadata.name_prefix
  topic_arn = try(var.topic.data.infrastructure.arn, null)
  queues    = { queue = aws_sqs_queue.main, dead_letters = aws_sqs_queue.dead_letters }

  actions = {
    send    = ["sqs:SendMessage", "sqs:GetQueueUrl"]
    receive = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl", "sqs:GetQueueAttributes"]
  }
}

resource "aws_sqs_queue" "dead_letters" {
  name                      = "${local.name}-dead-letters"
  message_retention_seconds = 14 * 86400
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue" "main" {
  name                       = local.name
  visibility_timeout_seconds = var.visibility_timeout
  message_retention_seconds  = var.keep_days * 86400
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = var.attempts
  })
}

resource "aws_sns_topic_subscription" "main" {
  count                = local.topic_arn == null ? 0 : 1
  topic_arn            = local.topic_arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.main.arn
  raw_message_delivery = true
}

resource "aws_sqs_queue_policy" "topic" {
  count     = local.topic_arn == null ? 0 : 1
  queue_url = aws_sqs_queue.main.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.main.arn
      Principal = { Service = "sns.amazonaws.com" }
      Condition = { ArnEquals = { "aws:SourceArn" = local.topic_arn } }
    }]
  })
}

resource "aws_iam_policy" "access" {
  for_each = merge([
    for queue in keys(local.queues) : { for action in keys(local.actions) : "${queue}-${action}" => { queue = queue, action = action } }
  ]...)
  name = "${local.name}-${replace(each.key, "_", "-")}"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = local.actions[each.value.action]
      Resource = local.queues[each.value.queue].arn
    }]
  })
}

output "queue" {
  value = {
    data = {
      infrastructure = { arn = aws_sqs_queue.main.arn }
      security = {
        iam = { for action in keys(local.actions) : action => { policy_arn = aws_iam_policy.access["queue-${action}"].arn } }
      }
    }
    specs = { aws = { region = var.region } }
  }
}

output "dead_letters" {
  value = {
    data = {
      infrastructure = { arn = aws_sqs_queue.dead_letters.arn }
      security = {
        iam = { for action in keys(local.actions) : action => { policy_arn = aws_iam_policy.access["dead_letters-${action}"].arn } }
      }
    }
    specs = { aws = { region = var.region } }
  }
}
