--TEST--
A worker that ends after its session is gone leaves no zombie behind: the next start collects it
--SKIPIF--
<?php if (!is_readable("/proc/self/stat")) die("skip Needs /proc"); ?>
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

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
$session = $peer->createCommandSession('exec cat', getenv());
$session->close();
unset($session);

// It reads the end of its input and ends, with nobody to collect it.
for ($deadline = microtime(true) + 10; zombies() === [] && microtime(true) < $deadline;) {
    usleep(1000);
}
var_dump(count(zombies()));

$next = $peer->createCommandSession('exec cat', getenv());
var_dump(count(zombies()));
--EXPECT--
int(1)
int(0)
