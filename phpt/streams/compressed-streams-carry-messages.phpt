--TEST--
A stream that a filter compresses, and another expands, carries messages; they all come once the filter is flushed
--SKIPIF--
<?php if (!extension_loaded('zlib')) die('skip zlib is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

// A deflate filter keeps bytes back until it is flushed: by its removal, when the sender has said all.
$peer = new NativeIpcPeer();
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$deflate = stream_filter_append($here, 'zlib.deflate', STREAM_FILTER_WRITE);
stream_filter_append($there, 'zlib.inflate', STREAM_FILTER_READ);
$sender = $peer->createStreamSession($here, $here);
$receiver = $peer->createStreamSession($there, $there);
$receiver->onMessage(function (LogMessage $message) use (&$received) { $received[] = md5($message->message); });
$texts = array_map(fn (int $i) => str_repeat("text $i ", 10_000), range(1, 20));
foreach ($texts as $text) {
    $sender->notify(new LogMessage($text));
}
stream_filter_remove($deflate);
tick_until($peer, function () use (&$received) { return count($received ?? []) === 20; });
var_dump($received === array_map(md5(...), $texts));
--EXPECT--
bool(true)
