--TEST--
Envelopes and messages with properties of wrong types become error messages in their place
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/payloads.php';

$inner = serialize(new LogMessage('inner'));
$request = fn (string $id, string $request) => "O:34:\"StreamIpc\\Envelope\\RequestEnvelope\":2:{s:2:\"id\";{$id}s:7:\"request\";$request}";
$response = fn (string $id, string $response) => "O:35:\"StreamIpc\\Envelope\\ResponseEnvelope\":2:{s:2:\"id\";{$id}s:8:\"response\";$response}";
receive_each(
    new NativeIpcPeer(),
    serialize(new LogMessage('behind')),
    $request('i:1;', $inner),
    $request('N;', $inner),
    $request('a:0:{}', $inner),
    $request('s:1:"1";', 'N;'),
    $request('s:1:"1";', 's:1:"x";'),
    $request('s:1:"1";', 'O:8:"stdClass":0:{}'),
    $request('s:1:"1";', 'O:6:"Nobody":0:{}'),
    $request('R:1;', $inner),
    $response('d:0.5;', $inner),
    $response('s:7:"pending";', 'b:1;'),
    $response('s:7:"pending";', 'O:8:"stdClass":0:{}'),
    'O:28:"StreamIpc\Message\LogMessage":2:{s:7:"message";i:1;s:5:"level";s:1:"x";}',
    'O:28:"StreamIpc\Message\LogMessage":2:{s:7:"message";s:1:"x";s:5:"level";N;}',
    "O:30:\"StreamIpc\\Message\\ErrorMessage\":1:{s:44:\"\0StreamIpc\\Message\\ErrorMessage\0errorMessage\";i:1;}",
    "O:34:\"StreamIpc\\Envelope\\RequestEnvelope\":3:{s:2:\"id\";s:1:\"1\";s:7:\"request\";{$inner}s:5:\"other\";i:1;}",
);
--EXPECTF--
Failed to deserialize message payload TypeError: Cannot assign int to property StreamIpc\Envelope\RequestEnvelope::$id of type string
Failed to deserialize message payload TypeError: Cannot assign null to property StreamIpc\Envelope\RequestEnvelope::$id of type string
Failed to deserialize message payload TypeError: Cannot assign array to property StreamIpc\Envelope\RequestEnvelope::$id of type string
Failed to deserialize message payload TypeError: Cannot assign null to property StreamIpc\Envelope\RequestEnvelope::$request of type StreamIpc\Message\Message
Failed to deserialize message payload TypeError: Cannot assign string to property StreamIpc\Envelope\RequestEnvelope::$request of type StreamIpc\Message\Message
Failed to deserialize message payload TypeError: Cannot assign stdClass to property StreamIpc\Envelope\RequestEnvelope::$request of type StreamIpc\Message\Message
Failed to deserialize message payload TypeError: Process %d does not know the class Nobody: is it loaded there, or does an autoloader find it?
Failed to deserialize message payload TypeError: Cannot assign StreamIpc\Envelope\RequestEnvelope to property StreamIpc\Envelope\RequestEnvelope::$id of type string
Failed to deserialize message payload TypeError: Cannot assign float to property StreamIpc\Envelope\ResponseEnvelope::$id of type string
Failed to deserialize message payload TypeError: Cannot assign %s to property StreamIpc\Envelope\ResponseEnvelope::$response of type StreamIpc\Message\Message
    a response is there
Failed to deserialize message payload TypeError: Cannot assign stdClass to property StreamIpc\Envelope\ResponseEnvelope::$response of type StreamIpc\Message\Message
    a response is there
Failed to deserialize message payload TypeError: Cannot assign int to property StreamIpc\Message\LogMessage::$message of type string
Failed to deserialize message payload TypeError: Cannot assign null to property StreamIpc\Message\LogMessage::$level of type string
Failed to deserialize message payload TypeError: Cannot assign int to property StreamIpc\Message\ErrorMessage::$errorMessage of type string
Failed to deserialize message payload Error: Cannot create dynamic property StreamIpc\Envelope\RequestEnvelope::$other
