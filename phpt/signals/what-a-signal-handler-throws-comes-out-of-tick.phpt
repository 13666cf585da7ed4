--TEST--
If a signal handler throws, tick() throws the exception; later ticks deliver the messages
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/signals.php';
require __DIR__ . '/../support/thrown.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) use (&$pipes) {
    echo $message->message, "\n";
    if ($message->message === 'one') {
        fwrite($pipes[0], "now\n");
    }
});
pcntl_async_signals(true);
pcntl_signal(SIGTERM, function () {
    pcntl_signal(SIGTERM, SIG_IGN);
    throw new LengthException(is_running('tick') ? 'thrown in tick()' : 'thrown elsewhere');
});
$process = proc_open(worker_command('fgets(STDIN); posix_kill(' . getmypid() . ', SIGTERM);'), [['pipe', 'r']], $pipes);
fwrite($socket, frame(new LogMessage('one')));
$peer->tick(10);
thrown(fn () => $peer->tick(10));
fwrite($socket, frame(new LogMessage('two')));
$peer->tick(10);
var_dump($session->isOpen());
--EXPECT--
one
LengthException: thrown in tick()
two
bool(true)
