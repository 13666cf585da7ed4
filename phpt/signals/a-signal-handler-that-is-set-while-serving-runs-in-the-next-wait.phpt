--TEST--
A signal handler that is set while a request is served runs while the worker waits for the next, however it was set
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

const WAYS = [
    'by name' => 'pcntl_signal(SIGUSR1, $handler);',
    'through call_user_func()' => 'call_user_func("pcntl_signal", SIGUSR1, $handler);',
    'through array_map()' => 'array_map("pcntl_signal", [SIGUSR1], [$handler]);',
    'as a first-class callable' => '$set = pcntl_signal(...); $set(SIGUSR1, $handler);',
    'by reflection' => '(new ReflectionFunction("pcntl_signal"))->invoke(SIGUSR1, $handler);',
    'with named arguments' => 'pcntl_signal(handler: $handler, signal: SIGUSR1);',
];
foreach (WAYS as $way => $code) {
    $peer = new NativeIpcPeer();
    $session = start_worker($peer, <<<PHP
        \$peer = new NativeIpcPeer();
        \$session = \$peer->createStdioSession();
        \$session->onRequest(function (LogMessage \$request) use (\$session) {
            if (\$request->message === 'set it') {
                pcntl_async_signals(true);
                \$handler = fn () => \$session->notify(new LogMessage('handled'));
                $code
            }
            return new LogMessage((string) getmypid());
        });
        \$peer->run();
        PHP);
    $handled = false;
    $session->onMessage(function () use (&$handled) { $handled = true; });
    $pid = (int) $session->request(new LogMessage('who are you?'), 20)->await()->message;
    $session->request(new LogMessage('set it'), 20)->await();
    // Nothing is said to the worker any more. A signal may come just before it waits; the next comes while it does.
    tick_until($peer, function () use ($pid, &$handled) {
        posix_kill($pid, SIGUSR1);
        usleep(10_000);

        return $handled;
    });
    echo "$way: handled\n";
}
--EXPECT--
by name: handled
through call_user_func(): handled
through array_map(): handled
as a first-class callable: handled
by reflection: handled
with named arguments: handled
