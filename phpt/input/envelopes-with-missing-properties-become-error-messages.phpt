--TEST--
Envelopes with missing properties become error messages in their place, and nothing comes out of tick()
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/payloads.php';

$inner = serialize(new LogMessage('inner'));
receive_each(
    new NativeIpcPeer(),
    serialize(new LogMessage('behind')),
    'O:34:"StreamIpc\Envelope\RequestEnvelope":0:{}',
    'O:34:"StreamIpc\Envelope\RequestEnvelope":1:{s:2:"id";s:1:"1";}',
    "O:34:\"StreamIpc\\Envelope\\RequestEnvelope\":1:{s:7:\"request\";$inner}",
    'C:34:"StreamIpc\Envelope\RequestEnvelope":0:{}',
    'O:35:"StreamIpc\Envelope\ResponseEnvelope":0:{}',
    'O:35:"StreamIpc\Envelope\ResponseEnvelope":1:{s:2:"id";s:7:"pending";}',
    "O:35:\"StreamIpc\\Envelope\\ResponseEnvelope\":1:{s:8:\"response\";$inner}",
);
$json = new JsonMessageSerializer();
receive_each(
    new NativeIpcPeer($json),
    $json->serialize(new LogMessage('behind')),
    '{"__class":"StreamIpc\\\\Envelope\\\\RequestEnvelope"}',
    '{"__class":"StreamIpc\\\\Envelope\\\\RequestEnvelope","id":"1"}',
    '{"__class":"StreamIpc\\\\Envelope\\\\ResponseEnvelope","id":"pending"}',
);
--EXPECT--
Failed to deserialize message payload Error: Typed property StreamIpc\Envelope\RequestEnvelope::$id must not be accessed before initialization
Failed to deserialize message payload Error: Typed property StreamIpc\Envelope\RequestEnvelope::$request must not be accessed before initialization
Failed to deserialize message payload Error: Typed property StreamIpc\Envelope\RequestEnvelope::$id must not be accessed before initialization
Failed to deserialize message payload Error: Typed property StreamIpc\Envelope\RequestEnvelope::$id must not be accessed before initialization
Failed to deserialize message payload Error: Typed property StreamIpc\Envelope\ResponseEnvelope::$id must not be accessed before initialization
Failed to deserialize message payload Error: Typed property StreamIpc\Envelope\ResponseEnvelope::$response must not be accessed before initialization
Failed to deserialize message payload Error: Typed property StreamIpc\Envelope\ResponseEnvelope::$id must not be accessed before initialization
Failed to deserialize message payload Error: Typed property StreamIpc\Envelope\RequestEnvelope::$id must not be accessed before initialization
Failed to deserialize message payload Error: Typed property StreamIpc\Envelope\RequestEnvelope::$request must not be accessed before initialization
Failed to deserialize message payload Error: Typed property StreamIpc\Envelope\ResponseEnvelope::$response must not be accessed before initialization
    a response is there
