--TEST--
A script that ends waits for its spawned workers: one that works on gets a second, one that heeds nothing is killed
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix') || PHP_OS_FAMILY !== 'Linux') die('skip pcntl, posix and Linux are needed'); ?>
--FILE--
<?php

require __DIR__ . '/../support/spawned.php';

$script = <<<'PHP'
    require SUPPORT;
    $peer = new NativeIpcPeer();
    $quick = spawn_worker($peer, '$peer = new NativeIpcPeer(); $peer->createStdioSession()->onRequest(fn ($m) => $m); $peer->run(); usleep(200000); fwrite(fopen(getenv("LAST_WORDS"), "a"), "finished its work");');
    $stubborn = spawn_worker($peer, STUBBORN_WORKER);
    foreach ([$quick, $stubborn] as $session) {
        $session->request(new LogMessage('ready?'))->await();
    }
    $stubborn->terminate(0.5);
    echo $quick->getPid(), ' ', $stubborn->getPid(), "\n";
    PHP;
$words = tempnam(sys_get_temp_dir(), 'words');
putenv("LAST_WORDS=$words");
$code = 'const SUPPORT = ' . var_export(__DIR__ . '/../support/spawned.php', true) . '; ' . $script;
$process = start_bare_process($code, [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
$pids = explode(' ', trim(fgets($pipes[1])));
echo 'exit code ', proc_close($process), "\n";
foreach ($pids as $pid) {
    var_dump(runs((int) $pid));
}
echo file_get_contents($words), "\n";
unlink($words);
?>
--EXPECT--
exit code 0
bool(false)
bool(false)
finished its work
