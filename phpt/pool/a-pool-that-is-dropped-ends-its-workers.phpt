--TEST--
A pool that nobody holds ends its workers, with jobs running or without; no descriptor, zombie or object is left. A job that is done does not hold its pool
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$descriptors = null;
for ($i = 0; $i < 5; $i++) {
    $pool = new WorkerPool(obeying(), 2);
    $done[] = $pool->submit(job('return "done";'));
    echo outcome($done[$i]), "\n";
    if ($i % 2) {
        $running = $pool->submit(job('sleep(60);'));
        $queued = array_map(fn () => $pool->submit(job('sleep(60);')), range(1, 5));
        $pool->getPeer()->tickFor(0.1);
        $running->onResolved(fn () => $pool);
    }
    $weak = WeakReference::create($pool);
    unset($pool, $running, $queued);
    gc_collect_cycles();
    var_dump($weak->get());
    echo json_encode(children_left()), "\n";
    $descriptors ??= descriptors();
}
var_dump(descriptors() - $descriptors);
--EXPECT--
done
NULL
[]
done
NULL
[]
done
NULL
[]
done
NULL
[]
done
NULL
[]
int(0)
