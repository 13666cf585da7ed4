--TEST--
If a function that starting a command needs is disabled, a RuntimeException names it, and nothing starts
--FILE--
<?php

foreach (['proc_open', 'getcwd'] as $function) {
    $code = <<<'PHP'
        foreach (['createCommandSession' => ['echo started >&2', []], 'spawn' => [['true']]] as $way => $arguments) {
            try {
                (new StreamIpc\NativeIpcPeer())->$way(...$arguments);
            } catch (RuntimeException $e) {
                echo $e::class, ': ', $e->getMessage(), "\n";
            }
        }
        PHP;
    echo shell_exec(escapeshellarg(PHP_BINARY) . " -d disable_functions=$function -r " . escapeshellarg($code) . ' 2>&1');
}
?>
--EXPECT--
RuntimeException: Failed to start command process: proc_open() is not available: it may be disabled, see disable_functions in php.ini
RuntimeException: Failed to start the program: proc_open() is not available: it may be disabled, see disable_functions in php.ini
RuntimeException: Failed to start command process: getcwd() is not available: it may be disabled, see disable_functions in php.ini
RuntimeException: Failed to start the program: getcwd() is not available: it may be disabled, see disable_functions in php.ini
