--TEST--
tick() waits as long as it is told, tick(0) only looks, and a tick without sessions rests a little
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use Amp\ByteStream\ReadableResourceStream;
use Amp\ByteStream\WritableResourceStream;
use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(20);
$peer = new AmphpIpcPeer();
var_dump(wall_seconds(fn () => $peer->tick()) < 1);
$session = start_amp_worker($peer, ANSWERING);
$waited = wall_seconds(fn () => $peer->tick(0.3));
var_dump($waited >= 0.29 && $waited < 5);
var_dump(wall_seconds(fn () => $peer->tick(0)) < 0.2);
$waited = wall_seconds(fn () => $peer->tickFor(0.3));
var_dump($waited >= 0.29 && $waited < 5);
// What lies there is dispatched by tick(0).
$heard = 0;
$session->onMessage(function () use (&$heard) { $heard++; });
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$pair = $peer->createByteStreamSession(new WritableResourceStream($here), [new ReadableResourceStream($here)]);
$pair->onMessage(function (LogMessage $message) { echo "$message->message\n"; });
fwrite($there, frame(new LogMessage('one')) . frame(new LogMessage('two')));
$peer->tick(0);
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
one
two
