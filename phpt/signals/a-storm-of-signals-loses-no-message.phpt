--TEST--
Thousands of signals, handled or dispatched, lose no message and cut none
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$storm = sprintf('for ($i = 0; $i < 20000 && posix_kill(%d, SIGTERM); $i++) { usleep(50); }', getmypid());
$handled = 0;
pcntl_signal(SIGTERM, function () use (&$handled) { $handled++; });
foreach ([true, false] as $async) {
    pcntl_async_signals($async);
    $handled = 0;
    $process = proc_open('exec ' . worker_command($storm), [], $pipes);
    $peer = new NativeIpcPeer();
    $session = start_worker($peer, <<<'PHP'
        $peer = new NativeIpcPeer();
        $peer->createStdioSession()->onRequest(fn (LogMessage $question) => $question);
        $peer->run();
        PHP);
    $wrong = 0;
    for ($i = 0; $i < 2000 || $handled < 100; $i++) {
        $text = $i % 100 ? "question $i" : str_repeat("$i ", 50_000);
        $wrong += $session->request(new LogMessage($text), 20)->await()->message === $text ? 0 : 1;
        pcntl_signal_dispatch();
    }
    proc_terminate($process, SIGKILL);
    var_dump($wrong, $handled >= 100);
}
--EXPECT--
int(0)
bool(true)
int(0)
bool(true)
