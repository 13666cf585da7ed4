--TEST--
Request ids are the process id and a number from 1 on, one series over all generators
--FILE--
<?php
use StreamIpc\Envelope\Id\PidCounterRequestIdGenerator;

$one = new PidCounterRequestIdGenerator();
$other = new PidCounterRequestIdGenerator();
$ids = [$one->generate(), $one->generate(), $other->generate(), (clone $one)->generate(), $one->generate()];
var_dump($ids === array_map(fn(int $n) => getmypid() . ".$n", [1, 2, 3, 4, 5]));
echo str_replace(getmypid() . '.', '<pid>.', implode(' ', $ids)), "\n";
--EXPECT--
bool(true)
<pid>.1 <pid>.2 <pid>.3 <pid>.4 <pid>.5
