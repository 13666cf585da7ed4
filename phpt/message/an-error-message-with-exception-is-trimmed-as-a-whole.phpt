--TEST--
The text with an exception is trimmed as a whole, not in its parts
--FILE--
<?php
use StreamIpc\Message\ErrorMessage;

$exception = new Exception("  spaced\n");
$told = (new ErrorMessage("\n out ", $exception))->toString();
var_dump($told);
var_dump((new ErrorMessage('', $exception))->toString());
--EXPECT--
string(35) "out 
Exception:   spaced

#0 {main}"
string(30) "Exception:   spaced

#0 {main}"
