--TEST--
If a request handler returns a string instead of a message, the asker is told which handler, where it is, and what to return
--FILE--
<?php

require __DIR__ . '/../support/mistakes.php';

ask(worker_command(answering('"done"')));
--EXPECTF--
StreamIpc\Message\ErrorMessageException: Unhandled request: StreamIpc\Message\LogMessage (handler #1, Command line code:%d, returned string, which is no StreamIpc\Message\Message; return a message, or null if the request is another handler's)
