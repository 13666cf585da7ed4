--TEST--
A payload nested a hundred thousand levels deep becomes a message that says so, in main code and in fibers
--SKIPIF--
<?php if (PHP_DEBUG) die('skip unserialize() of a debug build overflows the stack of a fiber by itself, at its own limit of depth'); ?>
--FILE--
<?php

use StreamIpc\Message\{ErrorMessage, LogMessage, Message};
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\{JsonMessageSerializer, NativeMessageSerializer};

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/payloads.php';

const LEVELS = 100_000;
$nested = fn (string $open, string $inside, string $close) => str_repeat($open, LEVELS) . $inside . str_repeat($close, LEVELS);
$payloads = [
    'native arrays' => $nested('a:1:{i:0;', 'i:0;', '}'),
    'native objects' => $nested('O:8:"stdClass":1:{s:1:"a";', 'i:0;', '}'),
    'native envelopes' => $nested('O:34:"StreamIpc\Envelope\RequestEnvelope":2:{s:2:"id";s:1:"1";s:7:"request";', 'N;', '}'),
    'JSON arrays' => $nested('[', '', ']'),
    'JSON maps' => $nested('{"__class":"StreamIpc\\\\Envelope\\\\RequestEnvelope","request":', '1', '}'),
];
$receive = function (string $name, string $payload) {
    $peer = new NativeIpcPeer($name[0] === 'J' ? new JsonMessageSerializer() : new NativeMessageSerializer());
    [$session, $socket] = session_and_socket($peer);
    $session->onMessage(function (Message $message) use ($name, $payload, &$came) {
        echo $name, ': ', match (true) {
            $message == new LogMessage($payload, 'error') => "a LogMessage with the payload\n",
            $message instanceof ErrorMessage && str_starts_with($message->toString(), "json_decode failed:$payload") => "an ErrorMessage with the payload\n",
            default => "something else\n",
        };
        $came = true;
    });
    send_to($socket, frame_of($payload), $peer, function () use (&$came) { return $came; });
};
foreach ($payloads as $name => $payload) {
    $receive($name, $payload);
    (new Fiber($receive))->start($name, $payload);
}
--EXPECT--
native arrays: a LogMessage with the payload
native arrays: a LogMessage with the payload
native objects: a LogMessage with the payload
native objects: a LogMessage with the payload
native envelopes: a LogMessage with the payload
native envelopes: a LogMessage with the payload
JSON arrays: an ErrorMessage with the payload
JSON arrays: an ErrorMessage with the payload
JSON maps: an ErrorMessage with the payload
JSON maps: an ErrorMessage with the payload
