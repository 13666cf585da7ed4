--TEST--
examples/messenger: messages are handled side by side, each once, acknowledged, and counted
--SKIPIF--
<?php require __DIR__ . '/../support/messenger.php'; skip_without_redis(); ?>
--CONFLICTS--
redis
--FILE--
<?php

require __DIR__ . '/../support/messenger.php';

$redis = start_anew();
send(range(1, 60), 100);
[$consumer, $errors] = consume('--workers=6');
await(fn () => count(handled()) === 60 && $redis->xLen('async') === 0);
[$code, $said] = stop_consumer($consumer, $errors);
echo "exit code $code, each once: ";
var_dump(handled() === range(1, 60));
$lines = explode("\n", trim($said));
echo preg_replace('/[\d.]+ per/', '# per', end($lines)), "\n";
?>
--EXPECT--
exit code 0, each once: bool(true)
60 handled, 0 failed, 0 running; # per second
