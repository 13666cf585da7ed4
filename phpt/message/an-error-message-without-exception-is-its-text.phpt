--TEST--
The text of an ErrorMessage without exception is the message, trimmed
--FILE--
<?php
use StreamIpc\Message\ErrorMessage;

var_dump((new ErrorMessage('plain'))->toString());
var_dump((new ErrorMessage(" \t\r\n\0\x0B both sides \x0B\0\n\r\t "))->toString());
var_dump((new ErrorMessage("two\n lines\n"))->toString());
var_dump((new ErrorMessage(''))->toString(), (new ErrorMessage(" \n"))->toString());
var_dump((new ErrorMessage("\u{A0}kept\u{A0}"))->toString() === "\u{A0}kept\u{A0}");
--EXPECT--
string(5) "plain"
string(10) "both sides"
string(10) "two
 lines"
string(0) ""
string(0) ""
bool(true)
