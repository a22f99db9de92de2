/** Mounts the window. */
import { mount } from 'svelte';

import Root from './Root.svelte';
import { openIpc } from './lib/ipc/index.ts';
import './styles/index.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

const ipc = await openIpc();
mount(Root, { target, props: { ipc } });
