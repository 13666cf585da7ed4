--TEST--
Native: a payload that is not a Message becomes a LogMessage that says so
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/show.php';

enum Plain { case One; }
foreach ([5, 'text', null, true, false, 1.5, [], [new LogMessage('inside')], new stdClass(), Plain::One] as $value) {
    show((new NativeMessageSerializer())->deserialize(serialize($value)));
}
--EXPECT--
error: Received message does not implement Message interface: i:5;
error: Received message does not implement Message interface: s:4:"text";
error: Received message does not implement Message interface: N;
error: Received message does not implement Message interface: b:1;
error: Received message does not implement Message interface: b:0;
error: Received message does not implement Message interface: d:1.5;
error: Received message does not implement Message interface: a:0:{}
error: Received message does not implement Message interface: a:1:{i:0;O:28:"StreamIpc\\Message\\LogMessage":2:{s:7:"message";s:6:"inside";s:5:"level";s:4:"info";}}
error: Received message does not implement Message interface: O:8:"stdClass":0:{}
error: Received message does not implement Message interface: E:9:"Plain:One";
