// SPDX-License-Identifier: Apache-2.0
// Testbed: a network made to order on one machine, and what runs over it.
//
// How it is laid out:
//   Layout/       from a path to what has to be made: stations, cables, routes,
//                 bottlenecks. Values; nothing is asked of the kernel
//   Network/      makes a layout in the kernel, and takes it down again
//   Standing/     what stands is written down before it is made, so that the next
//                 command finds and clears what a crash left
//   Netperf/      netperf and netserver: found, told what to do, and read
//   Load/         flows from a load, started together and minded to their end
//   Tasks/        what a load gives the processors to do, each task in a process
//   Arms/         an algorithm put in place, and the proof that it carried the traffic
//   Samples/      sockets, queue, processor time, calls and transactions while it runs
//   Environment/  what the machine is, and whether a run may be trusted
//   Run/          one load on one path with its arms: all of the above in order
//   Experiment/   the runs of a plan: here, under another kernel (LabVenue outside and
//                 ManyRuns inside), or each in a deterministic machine (DeterministicVenue
//                 and OneRun)
//
// What dies when: a `Network` takes its namespaces along when it ends, and with them
// every device, queue and rule; processes die with ours, by the kernel's own hand;
// registrations are taken out by name. After a kill -9 the names remain: whatever
// makes a network first clears those whose owner is gone.
//
// Every name of ours begins with "graft-": namespaces, control groups, registrations.
//
// What it does not do: it knows no plan and judges nothing; it answers with values
// of `Experiments`.
