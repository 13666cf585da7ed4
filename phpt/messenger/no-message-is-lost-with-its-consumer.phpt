--TEST--
examples/messenger: of two consumers one is killed with -9; what it had is handled by the other one after redeliver_timeout
--SKIPIF--
<?php require __DIR__ . '/../support/messenger.php'; skip_without_redis(); ?>
--CONFLICTS--
redis
--FILE--
<?php

require __DIR__ . '/../support/messenger.php';

$redis = start_anew();
putenv('REDELIVER_TIMEOUT=2');
putenv('CLAIM_INTERVAL=100');
send(range(1, 200), 100);
[$victim, $errors] = consume('--workers=4', '--name=victim');
[$other, $others] = consume('--workers=4', '--name=other');
await(fn () => count(handled()) > 40);
proc_terminate($victim, SIGKILL);
proc_close($victim);
$taken = unfinished($redis);
await(fn () => $redis->xLen('async') === 0);
[$code] = stop_consumer($other, $others);
$times = array_count_values(handled());
echo 'handled: ', count($times), "\n";
// A handler may have been done, and killed before it was acknowledged.
echo 'twice at most those that the victim had: ';
var_dump(count(handled()) - 200 <= 4 && $taken >= 4);
echo "exit code $code, ", unfinished($redis), " unfinished\n";
?>
--EXPECT--
handled: 200
twice at most those that the victim had: bool(true)
exit code 0, 0 unfinished
