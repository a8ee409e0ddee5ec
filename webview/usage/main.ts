/** Where does the usage view begin? */

import { connectHost } from '../shared/host.ts';
import { drawChart } from './drawChart.ts';
import { startUsage } from './startUsage.ts';

startUsage(connectHost(), document, drawChart);
