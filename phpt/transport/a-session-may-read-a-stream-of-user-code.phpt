--TEST--
A session may read a stream that is user code
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Bytes
{
    public static string $bytes;

    public $context;

    public function stream_open(): bool
    {
        return true;
    }

    public function stream_read(int $count): string
    {
        $bytes = substr(self::$bytes, 0, $count);
        self::$bytes = substr(self::$bytes, $count);
        return $bytes;
    }

    public function stream_eof(): bool
    {
        return self::$bytes === '';
    }
}

Bytes::$bytes = 'junk' . frame(new LogMessage('one')) . frame(new LogMessage(str_repeat('x', 100_000)));
stream_wrapper_register('bytes', Bytes::class);
$peer = new NativeIpcPeer();
$session = $peer->createStreamSession(STDERR, fopen('bytes://', 'r'));
$session->onMessage(function (LogMessage $message) { echo "$message->level: ", strlen($message->message), "\n"; });
$peer->run();
var_dump($session->isOpen());
--EXPECT--
junk: 4
info: 3
info: 100000
bool(false)
