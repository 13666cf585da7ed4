--TEST--
References, shared objects and cycles arrive as such with the native serializer
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

final class Graph implements Message
{
    public ?Graph $self = null;
    public array $values = [];
    public ?object $shared = null;
}

$text = 'before';
$graph = new Graph();
$graph->self = $graph;
$graph->shared = new stdClass();
$graph->values = ['a' => &$text, 'b' => &$text, 'same' => $graph->shared];

$codec = new FrameCodec(new NativeMessageSerializer());
$received = $codec->feed($codec->pack(new RequestEnvelope('1', $graph)))[0]->request;
$received->values['a'] = 'after';
var_dump($received->self === $received, $received->values['b'], $received->values['same'] === $received->shared, $text);
--EXPECT--
bool(true)
string(5) "after"
bool(true)
string(6) "before"
