"""AWS CLI plug-in that checks every reply against the botocore model. Loaded by `plugins` in the config file.

The executable and its commands are unchanged: a plug-in only receives botocore events.
"""

from support.reply_checker import ReplyChecker


def awscli_initialize(event_emitter):
    event_emitter.register("before-parse.*.*", ReplyChecker().on_reply)
