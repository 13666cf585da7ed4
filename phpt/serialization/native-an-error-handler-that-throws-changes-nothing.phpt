--TEST--
Native: an error handler that turns warnings into exceptions does not change what a malformed payload becomes
--FILE--
<?php
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/show.php';

set_error_handler(fn(int $level, string $text) => throw new ErrorException($text, 0, $level));

enum Suit: string { case Hearts = 'H'; }
$serializer = new NativeMessageSerializer();
show($serializer->deserialize('garbage'));
show($serializer->deserialize('E:10:"Suit:Clubs";'));
show($serializer->deserialize('O:6:"Nobody":0:{}'));
--EXPECT--
error: garbage
error: E:10:"Suit:Clubs";
error: Received message does not implement Message interface: O:6:"Nobody":0:{}
