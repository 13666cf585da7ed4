<?php
// What a call throws, in one line.

function thrown(callable $call): void
{
    try {
        $result = $call();
        echo 'nothing thrown: ', get_debug_type($result), "\n";
    } catch (Throwable $e) {
        echo $e::class, ': ', $e->getMessage(), "\n";
    }
}
