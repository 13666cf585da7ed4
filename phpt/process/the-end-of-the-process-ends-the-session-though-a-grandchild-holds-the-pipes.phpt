--TEST--
The end of a spawned process ends its session though a grandchild holds its pipes; what it has sent is read first
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix') || PHP_OS_FAMILY !== 'Linux') die('skip pcntl, posix and Linux are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/spawned.php';

$peer = new NativeIpcPeer();
$session = $peer->spawn(['sh', '-c', 'sleep 60 & echo $!; exit 7']);
$session->onMessage(function (LogMessage $message) use (&$grandchild) { $grandchild = (int) $message->message; });
$seconds = wall_seconds(fn () => $peer->run());
echo $seconds < 10 ? 'ended' : "ended after $seconds s", ', exit code ', $session->getExitCode(), "\n";
var_dump(runs($grandchild));
posix_kill($grandchild, SIGKILL);

// Whoever learns of the end first.
$session = $peer->spawn(['sh', '-c', 'sleep 60 & echo $!; exit 7']);
$session->onMessage(function (LogMessage $message) use (&$grandchild) { $grandchild = (int) $message->message; });
while ($session->isRunning()) {
    usleep(1000);
}
$peer->run();
echo 'ended, exit code ', $session->getExitCode(), "\n";
posix_kill($grandchild, SIGKILL);
?>
--EXPECT--
ended, exit code 7
bool(true)
ended, exit code 7
