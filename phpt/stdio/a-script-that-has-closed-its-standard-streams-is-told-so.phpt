--TEST--
createStdioSession() throws if the script has closed a standard stream, and says so
--FILE--
<?php

require __DIR__ . '/../support/peers.php';

foreach (['STDIN', 'STDOUT'] as $stream) {
    $process = proc_open(worker_command(<<<PHP
        fclose($stream);
        try {
            (new NativeIpcPeer())->createStdioSession();
        } catch (RuntimeException \$e) {
            fwrite(STDERR, \$e->getMessage());
        }
        PHP), [2 => ['pipe', 'w']], $pipes);
    echo stream_get_contents($pipes[2]), "\n";
}
?>
--EXPECT--
STDIN was closed by this script: leave it open for createStdioSession(), or give other streams to createStreamSession()
STDOUT was closed by this script: leave it open for createStdioSession(), or give other streams to createStreamSession()
