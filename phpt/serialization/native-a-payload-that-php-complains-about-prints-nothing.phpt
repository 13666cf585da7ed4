--TEST--
Native: a payload that PHP's parser complains about prints nothing
--INI--
display_errors=1
log_errors=0
--FILE--
<?php
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/show.php';

enum Suit: string { case Hearts = 'H'; }
foreach (['garbage', 'E:10:"Suit:Clubs";', 'C:6:"Nobody":0:{}'] as $payload) {
    show((new NativeMessageSerializer())->deserialize($payload));
}
--EXPECT--
error: garbage
error: E:10:"Suit:Clubs";
error: Received message does not implement Message interface: C:6:"Nobody":0:{}
