--TEST--
Requests, handlers and exceptions in a hot loop work under the JIT
--INI--
opcache.enable=1
opcache.enable_cli=1
opcache.jit=tracing
opcache.jit_buffer_size=32M
--SKIPIF--
<?php if (!extension_loaded('Zend OPcache') || ini_get('opcache.jit') === false) die('skip opcache with JIT is not there'); ?>
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\{ErrorMessageException, LogMessage, Message};
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Sum implements Message
{
    public function __construct(public readonly int $one, public readonly int $two) {}

    public function value(): int
    {
        return $this->one + $this->two;
    }
}

$peer = new NativeIpcPeer();
[$asking, $answering] = session_pair($peer);
$seen = 0;
$asking->onMessage(function (LogMessage $message, IpcSession $session) use ($asking, &$seen) {
    $seen += (int) ($session === $asking && $message->level === 'info');
});
$answering->onRequest(function (Sum $sum, IpcSession $session): LogMessage {
    $session->notify(new LogMessage('a sum'));
    if ($sum->one % 10 === 0) {
        throw new OutOfRangeException("no tens: $sum->one");
    }
    return new LogMessage((string) $sum->value());
});
$right = $errors = 0;
for ($i = 0; $i < 5000; $i++) {
    try {
        $reply = $asking->request(new Sum($i, 1))->await();
        $right += (int) ($reply instanceof LogMessage && $reply->message === (string) ($i + 1));
    } catch (ErrorMessageException $e) {
        $errors += (int) str_contains($e->getMessage(), "no tens: $i");
    }
}
$peer->tick(0);
var_dump(opcache_get_status(false)['jit']['on'], $right, $errors, $seen);
--EXPECT--
bool(true)
int(4500)
int(500)
int(5000)
