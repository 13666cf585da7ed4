<?php

/** How often this process has slept so far: it gave up its CPU to wait for something. */
function sleeps(): int
{
    return getrusage()['ru_nvcsw'];
}
