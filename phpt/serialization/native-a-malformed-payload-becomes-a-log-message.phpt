--TEST--
Native: a payload that does not unserialize becomes a LogMessage of level error with that payload
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/no-notices.php';

$whole = serialize(new LogMessage('text'));
$serializer = new NativeMessageSerializer();
$payloads = [
    '', ' ', 'garbage', "\0", "\xFF\xFE", 'O:', 'O:28:', 'O:28:"StreamIpc\Message\LogMessage":2:{', 'i:5', 's:5:"abc";', 's:-1:"";',
    'a:1:{i:0;}', 'a:99999999:{}', 'R:1;', 'r:9;', 'O:99:"Short":0:{}', str_replace('s:4:"text"', 's:9:"text"', $whole), substr($whole, 1), 'x' . $whole,
];
foreach ($payloads as $payload) {
    if ($serializer->deserialize($payload) != new LogMessage($payload, 'error')) {
        var_dump($payload, $serializer->deserialize($payload));
    }
}
echo count($payloads), " payloads\n";
--EXPECT--
19 payloads
