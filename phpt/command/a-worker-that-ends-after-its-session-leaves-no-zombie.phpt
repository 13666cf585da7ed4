--TEST--
A worker that ends after its session is gone leaves no zombie behind: the next start collects it
--SKIPIF--
<?php if (!is_readable('/proc/self/stat') || !extension_loaded('posix')) die('skip posix and /proc are needed'); ?>
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

/** @return list<int> the children of this process that have ended and were not collected */
function zombies(): array
{
    $zombies = [];
    foreach (glob('/proc/[0-9]*/stat') as $file) {
        if (preg_match('/^(\d+) \(.*\) Z ' . getmypid() . ' /', (string) @file_get_contents($file), $match)) {
            $zombies[] = (int) $match[1];
        }
    }

    return $zombies;
}

$peer = new NativeIpcPeer();
$session = $peer->createCommandSession('echo $$ >&2; exec sleep 60', getenv());
$session->onMessage(function (LogMessage $message) use (&$pid) { $pid = (int) $message->message; });
tick_until($peer, function () use (&$pid) { return $pid !== null; });
$session->close();
unset($session);

// It ends with nobody to collect it.
posix_kill($pid, SIGKILL);
for ($deadline = microtime(true) + 10; zombies() === [] && microtime(true) < $deadline;) {
    usleep(1000);
}
var_dump(zombies() === [$pid]);

$next = $peer->createCommandSession('exec cat', getenv());
var_dump(zombies());
--EXPECT--
bool(true)
array(0) {
}
