--TEST--
unserialize() refuses values that do not fit the properties of a message
--FILE--
<?php
require __DIR__ . '/../support/thrown.php';

thrown(fn() => unserialize('O:28:"StreamIpc\Message\LogMessage":2:{s:7:"message";i:5;s:5:"level";s:4:"info";}'));
thrown(fn() => unserialize('O:34:"StreamIpc\Envelope\RequestEnvelope":2:{s:2:"id";s:1:"a";s:7:"request";N;}'));
thrown(fn() => unserialize('O:28:"StreamIpc\Message\LogMessage":1:{s:5:"extra";i:1;}'));
--EXPECT--
TypeError: Cannot assign int to property StreamIpc\Message\LogMessage::$message of type string
TypeError: Cannot assign null to property StreamIpc\Envelope\RequestEnvelope::$request of type StreamIpc\Message\Message
Error: Cannot create dynamic property StreamIpc\Message\LogMessage::$extra
