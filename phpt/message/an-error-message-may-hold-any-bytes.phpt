--TEST--
The text of an ErrorMessage and of its exception may hold any bytes
--FILE--
<?php
use StreamIpc\Message\ErrorMessage;

$bytes = "a\0\xF3\x4A\x9D\xE2\xFFb";
var_dump((new ErrorMessage($bytes))->toString() === $bytes);
$told = (new ErrorMessage($bytes, new Exception($bytes)))->toString();
var_dump($told === "$bytes\nException: $bytes\n#0 {main}");

// The name of an anonymous class has a NUL in it.
$anonymous = new class('x') extends Exception {};
var_dump(str_starts_with((new ErrorMessage('e', $anonymous))->toString(), "e\n" . $anonymous::class . ': x'));
--EXPECT--
bool(true)
bool(true)
bool(true)
