--TEST--
An ErrorMessageException has the text of its ErrorMessage, and code 0
--FILE--
<?php
use StreamIpc\Message\{ErrorMessage, ErrorMessageException, LogMessage};

require __DIR__ . '/../support/thrown.php';

$e = new ErrorMessageException(message: new ErrorMessage(" it failed\n"));
var_dump($e->getMessage(), $e->getCode(), $e->getPrevious());
var_dump((new ErrorMessageException(new ErrorMessage("\0\xFFx")))->getMessage() === "\xFFx");
thrown(fn() => new ErrorMessageException('text'));
thrown(fn() => new ErrorMessageException(new LogMessage('text')));
--EXPECTF--
string(9) "it failed"
int(0)
NULL
bool(true)
TypeError: StreamIpc\Message\ErrorMessageException::__construct(): Argument #1 ($message) must be of type StreamIpc\Message\ErrorMessage, string given%S
TypeError: StreamIpc\Message\ErrorMessageException::__construct(): Argument #1 ($message) must be of type StreamIpc\Message\ErrorMessage, StreamIpc\Message\LogMessage given%S
