--TEST--
Signal handlers and fibers that come in between work under the JIT
--INI--
opcache.enable=1
opcache.enable_cli=1
opcache.jit=tracing
opcache.jit_buffer_size=32M
--SKIPIF--
<?php if (!extension_loaded('Zend OPcache') || ini_get('opcache.jit') === false || !extension_loaded('pcntl') || !extension_loaded('posix')) die('skip opcache with JIT, pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/signals.php';

pcntl_async_signals(true);
pcntl_signal(SIGTERM, function () use (&$handled) { $handled++; });
$signals = start_signals(SIGTERM);
$peer = new NativeIpcPeer();
[$one, $two] = session_pair($peer);
$fibers = [];
$two->onMessage(function (LogMessage $message) use ($two, &$fibers) {
    $fiber = new Fiber(function () use ($message, $two) {
        $more = Fiber::suspend();
        $two->notify(new LogMessage($message->message . $more));
    });
    $fiber->start();
    $fibers[] = $fiber;
});
$one->onMessage(function (LogMessage $message) use (&$received) { $received[] = $message->message; });
for ($i = 0, $handled = 0; $i < 3000 || $handled < 10; $i++) {
    $received = [];
    $one->notify(new LogMessage("$i"));
    tick_until($peer, function () use (&$received, &$fibers, $i) {
        while ($fiber = array_pop($fibers)) {
            $fiber->resume(' resumed');
        }
        return $received === ["$i resumed"];
    });
}
stop_signals($signals);
var_dump(opcache_get_status(false)['jit']['on'], $i >= 3000);
--EXPECT--
bool(true)
bool(true)
