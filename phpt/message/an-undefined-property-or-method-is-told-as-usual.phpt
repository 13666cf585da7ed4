--TEST--
An undefined property warns and an undefined method throws, as with user classes
--FILE--
<?php
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/thrown.php';

$log = new LogMessage('a');
var_dump($log->nothing);
thrown(fn() => $log->nothing());
thrown(fn() => (string) $log);
--EXPECTF--
Warning: Undefined property: StreamIpc\Message\LogMessage::$nothing in %s on line %d
NULL
Error: Call to undefined method StreamIpc\Message\LogMessage::nothing()
Error: Object of class StreamIpc\Message\LogMessage could not be converted to string
