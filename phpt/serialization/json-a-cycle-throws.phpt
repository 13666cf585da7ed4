--TEST--
JSON: a cycle of objects or of array references throws JsonException
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\Transport\FrameCodec;

final class Node implements Message { public mixed $next = null; }

$self = new Node();
$self->next = $self;
$pair = new Node();
$pair->next = [new Node()];
$pair->next[0]->next = $pair;
$array = [];
$array['again'] = &$array;
$endless = new Node();
$endless->next = $array;

$codec = new FrameCodec(new JsonMessageSerializer());
foreach ([$self, $pair, $endless] as $message) {
    try {
        $codec->pack($message);
        echo "packed\n";
    } catch (JsonException $e) {
        echo 'JsonException', "\n";
    }
}
echo $codec->feed($codec->pack(new LogMessage('goes on')))[0]->message, "\n";
--EXPECT--
JsonException
JsonException
JsonException
goes on
