#!/usr/bin/env python3
"""PyTorch's side of the training benchmark: 784-500-10, batches of 64, Adam, float32, data in memory. Prints samples per
second for each number of threads, the best of several rounds."""
import sys
import time

import torch

BATCH, BATCHES, ROUNDS = 64, 60, 8


def measure(threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = torch.nn.Sequential(torch.nn.Linear(784, 500), torch.nn.ReLU(), torch.nn.Linear(500, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    loss_of = torch.nn.CrossEntropyLoss()
    data = torch.rand(BATCHES, BATCH, 784)
    classes = torch.randint(0, 10, (BATCHES, BATCH))
    best = 0.0
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for x, y in zip(data, classes):
            optimizer.zero_grad()
            loss_of(model(x), y).backward()
            optimizer.step()
        best = max(best, BATCH * BATCHES / (time.perf_counter() - begin))
    return best


if __name__ == "__main__":
    for count in range(1, int(sys.argv[1]) + 1):
        print(count, measure(count), flush=True)
