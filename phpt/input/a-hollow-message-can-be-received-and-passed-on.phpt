--TEST--
A message without its properties arrives without them, can be sent on, and throws when they are read
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\{ErrorMessage, LogMessage, Message};
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/payloads.php';
require __DIR__ . '/../support/thrown.php';

receive_each(
    new NativeIpcPeer(),
    serialize(new LogMessage('behind')),
    'O:28:"StreamIpc\Message\LogMessage":0:{}',
    'O:30:"StreamIpc\Message\ErrorMessage":0:{}',
);

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(fn (Message $message) => $session->notify($message));
fwrite($socket, $hollow = frame_of('O:28:"StreamIpc\Message\LogMessage":0:{}'));
$peer->tick(10);
var_dump(fread($socket, 1000) === $hollow);

// As a reply, an ErrorMessage is thrown: its missing text is told of instead.
$promise = $session->request(new LogMessage('question'), 10);
$id = received($socket)[0]->id;
fwrite($socket, frame_of(sprintf(
    'O:35:"StreamIpc\Envelope\ResponseEnvelope":2:{s:2:"id";s:%d:"%s";s:8:"response";O:30:"StreamIpc\Message\ErrorMessage":0:{}}',
    strlen($id),
    $id,
)));
thrown($promise->await(...));
thrown($promise->await(...));
--EXPECT--
StreamIpc\Message\LogMessage: Typed property StreamIpc\Message\LogMessage::$level must not be accessed before initialization
StreamIpc\Message\ErrorMessage: Typed property StreamIpc\Message\ErrorMessage::$errorMessage must not be accessed before initialization
bool(true)
Error: Typed property StreamIpc\Message\ErrorMessage::$errorMessage must not be accessed before initialization
Error: Typed property StreamIpc\Message\ErrorMessage::$errorMessage must not be accessed before initialization
