--TEST--
What other fibers send behind a frame that its timeout has cut fails at once, and says why
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;
use function Amp\async;

require __DIR__ . '/../support/amp.php';
require __DIR__ . '/../support/thrown.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, 'introduce(); sleep_until_woken();');
pid_of($peer, $session);
ob_start(fn (string $text) => preg_replace('/\d+ bytes/', 'N bytes', $text));
$long = new LogMessage(str_repeat('x', 1 << 20));
foreach ([
    fn () => $session->request($long, 0.3),
    fn () => $session->request($long, 20.0),
    fn () => $session->notify($long),
] as $send) {
    $futures[] = async(fn () => thrown($send));
}
$seconds = wall_seconds(function () use ($futures) {
    foreach ($futures as $future) {
        $future->await();
    }
});
var_dump($seconds < 5.0, $session->isOpen());
--EXPECT--
StreamIpc\Transport\TimeoutException: IPC request timed out after 0.3s
StreamIpc\Transport\StreamClosedException: Cannot send a frame of N bytes: an earlier frame was cut short by its timeout
StreamIpc\Transport\StreamClosedException: Cannot send a frame of N bytes: an earlier frame was cut short by its timeout
bool(true)
bool(false)
