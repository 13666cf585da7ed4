--TEST--
restart() under load replaces every worker once, one after another and between jobs; no job is lost or started twice
--FILE--
<?php

use StreamIpc\PoolEvent;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$notes = var_export($file = notes(), true);
$pool = new WorkerPool(obeying(), 3);
[$present, $fewest, $restarting, $seen] = [0, 3, false, []];
$pool->onEvent(function (PoolEvent $event) use (&$present, &$fewest, &$restarting) {
    $present += ['started' => 1, 'retired' => -1][$event->type] ?? 0;
    $restarting and $fewest = min($fewest, $present);
});
$done = 0;
foreach ($pool->map(array_map(fn ($i) => job("file_put_contents($notes, '$i ', FILE_APPEND); usleep(300); return getmypid();"), range(1, 3000))) as $key => $job) {
    $seen[$job->await()->message] = true;
    if (++$done === 500 || $done === 1500) {
        $restarting = true;
        $pool->restart();
    }
    $done === 2900 and $restarting = false;
}
$starts = array_count_values(explode(' ', trim(file_get_contents($file))));
['workers_started' => $started, 'workers_lost' => $lost, 'workers_terminated' => $terminated] = $pool->getStats();
var_dump($done, count($starts), max($starts), count($seen), $started, $lost, $terminated, $fewest);
--EXPECT--
int(3000)
int(3000)
int(1)
int(9)
int(9)
int(0)
int(0)
int(2)
